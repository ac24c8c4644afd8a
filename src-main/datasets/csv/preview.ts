import type { TableChoice, TablePreview } from '../../contract/types.ts'
import { GlassboxError, toEnvelope, type ErrorEnvelope } from '../../contract/errors.ts'
import { RowEncoder } from './encoder.ts'
import { findingsOf } from './findings.ts'
import { profileTable, type TableProfile } from './profile.ts'
import { readingOf, type TableReading } from './reading.ts'
import { openText } from './text.ts'

/** Of a larger file only the beginning is looked at, so that a preview follows every choice at once. */
const LOOKED_BYTES = 2 * 2 ** 20
const SHOWN_ROWS = 50

/**
 * How a table would be read, with its first rows; where that cannot be, with the reason.
 * @throws {GlassboxError} `dataset/table-invalid` for what is no table, `dataset/not-found`, `dataset/no-permission`
 */
export async function previewTable(file: string, name: string, choice: TableChoice): Promise<TablePreview> {
  const text = await openText(file)
  try {
    const options = { mostBytes: LOOKED_BYTES, firstRows: SHOWN_ROWS }
    const profile = await profileTable(text, choice.dialect ?? {}, options)
    const reading = readingOf(profile, choice)
    const findings = findingsOf(profile, reading)
    return {
      ...{ name, bytes: text.bytes, dialect: reading.dialect, task: reading.task, missing: reading.missing },
      columns: reading.columns.map((column, index) => {
        const { missing, distinct, examples } = profile.columns[index]!
        const notes = findings.filter((one) => one.column === column.name).map(({ message }) => message)
        return { ...column, missing, distinct: distinct.size, examples, notes }
      }),
      rows: profile.firstRows.map((cells) => [...cells]),
      ...{ looked: profile.rowCount, isWhole: profile.isWhole },
      notes: findings.filter(({ column }) => column === null).map(({ message }) => message),
      problem: problemOf(profile, reading),
    }
  } finally {
    await text.close()
  }
}

/** Why an import would refuse this reading. */
function problemOf(profile: TableProfile, reading: TableReading): ErrorEnvelope | null {
  try {
    new RowEncoder(profile, reading)
    return null
  } catch (error) {
    if (error instanceof GlassboxError) return toEnvelope(error)
    throw error
  }
}
