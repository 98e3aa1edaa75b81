export * from '@coelho/core/checks'
