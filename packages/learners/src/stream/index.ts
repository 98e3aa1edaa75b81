export * from '@coelho/core/stream'
