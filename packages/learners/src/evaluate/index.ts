export * from '@coelho/core/evaluate'
