export * from '@coelho/core/random'
