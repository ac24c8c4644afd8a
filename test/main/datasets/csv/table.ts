import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { TableChoice, TablePreview } from '../../../../src-main/contract/types.ts'
import { GlassboxError, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import { importCsv } from '../../../../src-main/datasets/csv/import-csv.ts'
import { previewTable } from '../../../../src-main/datasets/csv/preview.ts'
import type { ImportedDataset } from '../../../../src-main/datasets/import.ts'
import type { TableRows } from '../../../../src-main/datasets/table-rows.ts'
import { temporaryFolder } from '../../support/temporary.ts'

export type ReadTable = ImportedDataset & {
  readonly rows: TableRows
  /** (rows, columns) as they stand in the cache. */
  readonly values: number[][]
}

export async function tableFile(text: string | Uint8Array, name = 'table.csv'): Promise<string> {
  const file = join(await temporaryFolder(), name)
  await writeFile(file, text)
  return file
}

export async function readTableFile(file: string, choice: TableChoice = {}): Promise<ReadTable> {
  const cacheFile = join(await temporaryFolder(), 'rows.f32')
  const table = { path: 'table.csv', file }
  const data = await importCsv({ table, choice, shares: [0.6, 0.2, 0.2], cacheFile })
  const { buffer } = new Uint8Array(await readFile(cacheFile))
  const all = new Float32Array(buffer)
  const width = data.columns?.length ?? 0
  const values = Array.from({ length: all.length / width }, (_, row) => [
    ...all.subarray(row * width, (row + 1) * width),
  ])
  expect(data.rows?.labels).toHaveLength(values.length)
  return { ...data, rows: data.rows!, values }
}

export const readTable = async (text: string | Uint8Array, choice?: TableChoice): Promise<ReadTable> =>
  readTableFile(await tableFile(text), choice)

export const preview = async (text: string | Uint8Array, choice: TableChoice = {}): Promise<TablePreview> =>
  previewTable(await tableFile(text), 'table.csv', choice)

/** The error a table is refused with. */
export async function refusal(text: string | Uint8Array, choice?: TableChoice): Promise<ErrorEnvelope> {
  const error: unknown = await readTable(text, choice).catch((caught: unknown) => caught)
  if (!(error instanceof GlassboxError)) throw new Error('The table was not refused.', { cause: error })
  expect(error.hint).toBeTruthy()
  return error
}

/** What was noticed, as "column: sentence". */
export const said = ({ skipped, findings }: ImportedDataset): string[] => [
  ...skipped.map(({ path, reason }) => `${path}: ${reason}`),
  ...findings.map(({ className, message }) => `${className}: ${message}`),
]

/** The class of every row by its name. */
export const labelsOf = ({ classes, rows }: ReadTable): string[] => Array.from(rows.labels, (label) => classes[label]!)

/** A plain reading of a plain file, by nothing of the program: what a table must come to. */
export function plainRows(file: string): { names: string[]; rows: string[][] } {
  const [names = [], ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  return { names, rows }
}
