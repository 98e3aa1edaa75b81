export * from '@coelho/core/snapshot'
