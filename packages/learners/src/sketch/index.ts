export * from '@coelho/core/sketch'
