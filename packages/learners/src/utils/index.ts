export * from '@coelho/core/utils'
