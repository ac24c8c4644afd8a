/** One step of the file format; applied once, in one transaction, never changed after a release. */
export interface Migration {
  readonly version: number
  readonly sql: string
}
