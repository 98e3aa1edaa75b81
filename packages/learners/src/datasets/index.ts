export * from '@coelho/core/datasets'
