import type { SkippedFile } from '../../contract/types.ts'

/** So many are listed one by one. */
const LISTED = 100

/** Rows that are left out, with the reason; of many the first, and how many more there are. */
export class SkippedRows {
  readonly #listed: SkippedFile[] = []
  #more = 0

  add(row: number, reason: string): void {
    if (this.#listed.length < LISTED) this.#listed.push({ path: `row ${row}`, code: 'dataset/table-invalid', reason })
    else this.#more++
  }

  get count(): number {
    return this.#listed.length + this.#more
  }

  get list(): SkippedFile[] {
    if (this.#more === 0) return this.#listed
    const reason = `They are left out for the same kinds of reasons.`
    return [...this.#listed, { path: `${this.#more} more rows`, code: 'dataset/table-invalid', reason }]
  }
}
