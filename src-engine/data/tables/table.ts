/** A small table that Glassbox makes itself. */
export interface Table {
  /** Names of the inputs, in order. */
  readonly columns: readonly string[]
  /** Names of the classes, in order; of a regression the one name of what is to be predicted. */
  readonly classes: readonly string[]
  /** (rows, columns), row-major. */
  readonly inputs: Float32Array<ArrayBuffer>
  /** Class index of each row; 0 for all of a regression. */
  readonly labels: Uint8Array
  /** Of a regression: the number to be predicted of each row; else null. */
  readonly targets: Float64Array | null
}
