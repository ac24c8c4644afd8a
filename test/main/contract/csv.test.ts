import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { csvCell } from '../../../src-main/contract/csv.ts'
import { sharedData } from '../datasets/pictures.ts'

describe('csvCell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    ['\rx', '"\'\rx"'],
    ['\nx', '"\'\nx"'],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['-', "'-"],
  ])('puts an apostrophe before %j', (text, cell) => expect(csvCell(text)).toBe(cell))

  it.each(['-1', '+2.5', '-1e-7', '.5', '-3.', '1E+20'])('leaves the number %s as it is', (text) =>
    expect(csvCell(text)).toBe(text),
  )

  it('writes numbers in full and missing ones as nothing', () => {
    expect([-0.1, 1e-7, NaN, null, undefined].map(csvCell)).toEqual(['-0.1', '1e-7', '', '', ''])
  })

  it('quotes what would end a cell, and blanks at the ends', () => {
    expect(['a,b', 'a;b', 'say "x"', 'two\nlines', ' x', 'plain'].map(csvCell)).toEqual([
      ...['"a,b"', '"a;b"', '"say ""x"""', '"two\nlines"', '" x"', 'plain'],
    ])
  })

  it('takes the teeth out of the formula in the corpus and changes nothing else', (context) => {
    const folder = sharedData('corpus-bad/csv', context)
    const text = readFileSync(join(folder, 'odd-csv-injection.csv'), 'utf8')
    const cells = Papa.parse<string[]>(text.trim()).data.flat()
    const changed = cells.map((cell) => [cell, csvCell(cell)]).filter(([before, after]) => before !== after)
    expect(changed).toEqual([['=1+1', "'=1+1"]])
  })
})
