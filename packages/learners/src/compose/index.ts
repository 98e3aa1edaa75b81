export * from '@coelho/core/compose'
