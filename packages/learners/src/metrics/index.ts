export * from '@coelho/core/metrics'
