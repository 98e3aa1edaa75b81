export * from '@coelho/core/proba'
