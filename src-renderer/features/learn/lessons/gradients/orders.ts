/** When the error is sent back: before any weight is updated, or after those of the outputs are. */
export const ORDERS = [
  { value: 'simultaneous', name: 'Old weights' },
  { value: 'sequential', name: 'New output weights' },
] as const
