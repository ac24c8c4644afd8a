import type { Table } from './table.ts'

/**
 * Every combination of binary inputs, counting upwards: 00, 01, 10, 11.
 * @param fires whether the output is 1 for these inputs
 * @param classes names of the outputs 0 and 1
 */
export function truthTable(
  columns: readonly string[],
  fires: (bits: readonly number[]) => boolean,
  classes: readonly [string, string] = ['0', '1'],
): Table {
  const rows = Array.from({ length: 2 ** columns.length }, (_, row) =>
    columns.map((_name, column) => (row >> (columns.length - 1 - column)) & 1),
  )
  return {
    columns,
    classes,
    inputs: new Float32Array(rows.flat()),
    labels: Uint8Array.from(rows, (bits) => +fires(bits)),
    targets: null,
  }
}
