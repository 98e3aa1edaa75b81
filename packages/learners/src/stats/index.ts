export * from '@coelho/core/stats'
