/** A small labelled table that Glassbox makes itself. */
export interface Table {
  /** Names of the inputs, in order. */
  readonly columns: readonly string[]
  /** Names of the classes, in order. */
  readonly classes: readonly string[]
  /** (rows, columns), row-major. */
  readonly inputs: Float32Array<ArrayBuffer>
  /** Class index of each row. */
  readonly labels: Uint8Array
}
