import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GlassboxError } from '../../../../src-main/contract/errors.ts'
import { sharedData } from '../pictures.ts'
import { labelsOf, plainRows, readTableFile, said } from './table.ts'

/** `ok` with nothing to say, `report`, or `error`. */
async function verdict(file: string): Promise<string> {
  try {
    return said(await readTableFile(file)).length > 0 ? 'report' : 'ok'
  } catch (error) {
    if (!(error instanceof GlassboxError)) throw error
    expect([error.code, typeof error.hint]).toEqual(['dataset/table-invalid', 'string'])
    return 'error'
  }
}

/** They are usable, which is what their verdict asks for; and each has a peculiarity that is told. */
const USABLE_AND_TOLD = ['odd-constant-column.csv', 'odd-csv-injection.csv']

describe('tables made to break readers', () => {
  it('get the verdict they should', async (context) => {
    const folder = sharedData('corpus-bad', context)
    const lines = readFileSync(join(folder, 'csv.EXPECTED.csv'), 'utf8').trim().split('\n').slice(1)
    expect(lines.length).toBeGreaterThan(20)
    for (const line of lines) {
      const [file = '', expected] = line.split(',')
      const wanted = USABLE_AND_TOLD.includes(file) ? 'report' : expected
      // What may be refused is read all the same.
      expect([file, await verdict(join(folder, 'csv', file))]).toEqual([file, wanted === 'either' ? 'ok' : wanted])
    }
  })

  it('hold the same flowers, however they are written', async (context) => {
    const folder = sharedData('corpus-bad/csv', context)
    const { rows } = plainRows(join(sharedData('tabular', context), 'iris.csv'))
    const numbers = rows.map((cells) => cells.slice(0, 4).map((cell) => Math.fround(Number(cell))))
    for (const name of [
      ...['ok-crlf.csv', 'ok-bom.csv', 'ok-no-final-newline.csv', 'ok-cr-only.csv', 'ok-utf16le.csv', 'ok-tabs.tsv'],
      ...['ok-semicolon-decimal-comma.csv', 'ok-no-header.csv', 'ok-quoted.csv', 'ok-blank-lines.csv'],
      ...['ok-spaces.csv', 'ok-sci-notation.csv', 'odd-latin1.csv'],
    ]) {
      const table = await readTableFile(join(folder, name))
      expect([name, table.values]).toEqual([name, numbers])
      expect(labelsOf(table).map((label) => label.replace('é', 'e'))).toEqual(rows.map((cells) => cells[4]))
      if (name !== 'ok-no-header.csv') expect(table.columns?.[0]).toBe('sepal_length_cm')
    }
  })

  it('say where they are broken', async (context) => {
    const folder = sharedData('corpus-bad/csv', context)
    const filled = "filled with the training split's mean."
    const read = async (name: string) => said(await readTableFile(join(folder, name)))
    expect(await read('bad-missing-cells.csv')).toEqual([`sepal_width_cm: One cell is empty; ${filled}`])
    expect(await read('bad-inf.csv')).toEqual([`sepal_width_cm: One cell is infinite; ${filled}`])
    expect(await read('bad-nul.csv')).toEqual([`sepal_length_cm: One cell holds a zero byte; ${filled}`])
    expect(await read('odd-class-once.csv')).toEqual([
      'class: The class "rare" has one row only: it is for training, and no test shows whether it was learnt.',
    ])
    expect(await read('odd-constant-column.csv')).toEqual(['const: The same in every row: it tells nothing.'])
    const broken = await readTableFile(join(folder, 'bad-nul.csv'))
    expect(broken.values[1]).toEqual([NaN, 3, Math.fround(1.4), Math.fround(0.2)])
  })

  it('are read in whole, the real ones', async (context) => {
    const folder = sharedData('tabular', context)
    const digits = await readTableFile(join(folder, 'digits8x8.csv'))
    const plain = plainRows(join(folder, 'digits8x8.csv'))
    expect([digits.task, digits.classes]).toEqual(['classification', [...'0123456789']])
    expect(digits.values).toEqual(plain.rows.map((cells) => cells.slice(0, 64).map(Number)))
    expect(labelsOf(digits)).toEqual(plain.rows.map((cells) => cells[64]))
    const diabetes = await readTableFile(join(folder, 'diabetes_regression.csv'))
    const patients = plainRows(join(folder, 'diabetes_regression.csv'))
    expect([diabetes.task, diabetes.classes]).toEqual(['regression', ['target']])
    expect([...diabetes.rows.targets!]).toEqual(patients.rows.map((cells) => Number(cells[10])))
  })
})
