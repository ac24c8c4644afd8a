import { describe, expect, it } from 'vitest'
import { labelsOf, preview, readTable, refusal, said } from './table.ts'

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('')

describe('how a table is written', () => {
  it.each([
    [',', '.', 'a,b,c\n1.5,2,x\n2.5,3,y\n'],
    [';', ',', 'a;b;c\n1,5;2;x\n2,5;3;y\n'],
    ['\t', '.', 'a\tb\tc\n1.5\t2\tx, z\n2.5\t3\ty, z\n'],
    ['|', '.', 'a|b|c\n1.5|2|x\n2.5|3|y\n'],
  ] as const)('is found with %j and %j', async (delimiter, decimal, text) => {
    const table = await readTable(text)
    expect(table.reading?.table?.dialect).toEqual({ delimiter, decimal, header: true, encoding: 'utf-8' })
    expect(table.values).toEqual([
      [1.5, 2],
      [2.5, 3],
    ])
  })

  it('is what a person says', async () => {
    const text = 'a;b;c\n1,5;2;x\n2,5;3;y\n'
    const table = await preview(text, { dialect: { delimiter: ',', header: false } })
    expect([table.columns.length, table.rows[0]]).toEqual([2, ['a;b;c']])
    expect((await readTable(text, { dialect: { decimal: '.' } })).columns).toEqual(['a=1,5', 'a=2,5', 'b'])
  })

  it('has a header only where the first row names the columns', async () => {
    const dialectOf = async (text: string) => (await preview(text)).dialect.header
    expect(await dialectOf('1,2,x\n3,4,y\n')).toBe(false)
    expect(await dialectOf('colour,kind\nred,a\nblue,b\nred,a\n')).toBe(true)
    expect(await dialectOf('red,a\nblue,b\nred,a\nblue,b\n')).toBe(false)
  })

  it('is windows-1252 when a later byte is no UTF-8', async () => {
    const long = Buffer.from(`a,b\n${rows(120_000, (index) => `${index % 7},x`)}`)
    const table = await readTable(Buffer.concat([long, Buffer.from('3,caf\xe9\n', 'latin1')]))
    expect(table.classes).toEqual(['café', 'x'])
    expect(table.rows.labels).toHaveLength(120_001)
  })

  it('may have quotes, blank lines and line ends of every kind, over blocks of the file', async () => {
    const text = `a,b,c\r\n${rows(40_000, (index) => `${index % 9},"x ""${index % 2}"",\r\nz",${index % 3 === 0 ? 'p' : 'q'}\r`)}\n\n`
    const table = await readTable(text)
    expect(table.columns).toEqual(['a', 'b=x "0",\nz', 'b=x "1",\nz'])
    expect(table.values.length).toBe(40_000)
    expect(table.values[12_345]).toEqual([12_345 % 9, 0, 1])
    expect(labelsOf(table)[12_345]).toBe('p')
  })
})

describe('what its columns are', () => {
  it('becomes numbers and one column for every category', async () => {
    const table = await readTable('size,colour,kind\n1,red,a\n2,blue,b\n3,red,a\n')
    expect(table.columns).toEqual(['size', 'colour=blue', 'colour=red'])
    expect(table.values).toEqual([
      [1, 0, 1],
      [2, 1, 0],
      [3, 0, 1],
    ])
    expect(table.reading?.oneHot).toEqual([[1, 3]])
    expect(labelsOf(table)).toEqual(['a', 'b', 'a'])
  })

  it('can be said otherwise', async () => {
    const text = 'code,size,kind\n1,5,a\n2,6,b\n1,7,a\n'
    const table = await readTable(text, {
      columns: [
        { name: 'code', type: 'category', role: 'input' },
        { name: 'size', type: 'number', role: 'ignore' },
      ],
    })
    expect(table.columns).toEqual(['code=1', 'code=2'])
    const other = await readTable(text, { target: 'size' })
    expect([other.columns, other.classes, other.task]).toEqual([
      ['code', 'kind=a', 'kind=b'],
      ['5', '6', '7'],
      'classification',
    ])
    const regression = await readTable(text, { target: 'size', task: 'regression' })
    expect([...regression.rows.targets!]).toEqual([5, 6, 7])
    expect(await refusal(text, { target: 'width' })).toMatchObject({
      code: 'dataset/table-invalid',
      message: 'The table has no column "width".',
    })
  })

  it('is a quantity where the target has many numbers, classes where it has few', async () => {
    const many = `x,y\n${rows(60, (index) => `${index % 5},${index * 2}`)}`
    expect((await preview(many)).task).toBe('regression')
    const few = `x,y\n${rows(60, (index) => `${index % 5},${10 - (index % 12)}`)}`
    expect((await readTable(few)).classes).toEqual(['-1', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
  })

  it('leaves out ids and free text, and refuses them where somebody wants them', async () => {
    const text = `id,name,x,kind\n${rows(150, (index) => `${index},person ${index},${(index * 7) % 10},${index % 2 ? 'a' : 'b'}`)}`
    const table = await readTable(text)
    expect(table.columns).toEqual(['x'])
    expect(said(table)).toEqual([
      'id: It only counts the rows.',
      'name: 150 different values among 150: names, ids or free text.',
    ])
    const wanted = { columns: [{ name: 'name', type: 'category', role: 'input' } as const] }
    expect((await refusal(text, wanted)).message).toContain('"name" cannot be an input of categories.')
    expect((await preview(text, wanted)).problem?.code).toBe('dataset/table-invalid')
    expect((await refusal(text, { target: 'name' })).message).toContain('these are no classes')
  })

  it('has a name for every column, and none twice', async () => {
    const table = await preview('x,x,,x (2)\n1,2,3,a\n4,5,6,b\n')
    expect(table.columns.map(({ name }) => name)).toEqual(['x', 'x (3)', 'column 3', 'x (2)'])
    expect(table.columns[1]?.notes).toEqual(['Another column is called "x" too.'])
    const ofR = await preview('a,b\nrow1,1,x\nrow2,2,y\n')
    expect(ofR.columns.map(({ name }) => name)).toEqual(['column 1', 'a', 'b'])
  })
})

describe('what is missing', () => {
  const text = 'x,colour,kind\n1,red,a\nNA,?,b\n3,,a\n4,blue,-\n1e999,red,b\n-inf,blue,a\n'

  it('is NaN, in every column of a category', async () => {
    const table = await readTable(text)
    expect(table.columns).toEqual(['x', 'colour=blue', 'colour=red'])
    expect(table.values).toEqual([
      [1, 0, 1],
      [NaN, NaN, NaN],
      [3, NaN, NaN],
      [NaN, 0, 1],
      [NaN, 1, 0],
    ])
    expect([...table.rows.numbers]).toEqual([1, 2, 3, 5, 6])
    expect(said(table)).toEqual([
      'row 4: Its target is missing.',
      "x: One cell is empty; filled with the training split's mean.",
      "x: 2 cells are infinite; filled with the training split's mean.",
      'colour: 2 cells are empty; filled with the most frequent value in training.',
      'kind: One cell is empty; left out with the row.',
    ])
  })

  it('leaves the row out when that is wanted, and a class without a row', async () => {
    const table = await readTable('x,kind\n1,a\n,b\n3,c\n2,a\n', { missing: 'drop' })
    expect([table.values, table.classes, labelsOf(table)]).toEqual([
      [[1], [3], [2]],
      ['a', 'c'],
      ['a', 'c', 'a'],
    ])
  })

  it('is a word among numbers', async () => {
    const table = await readTable(`x,kind\n${rows(20, (index) => `${index === 6 ? 'tall' : index % 4},${index % 2}`)}`)
    expect(said(table)).toEqual([`x: One cell is no number (row 7: "tall"); filled with the training split's mean.`])
    expect(table.values[6]).toEqual([NaN])
  })

  it('is a cell that a row lacks', async () => {
    const table = await readTable('x,y,kind\n1,2,a\n1,2\n1,2,b,extra\n1,2,b,\n')
    expect(labelsOf(table)).toEqual(['a', 'b'])
    expect(said(table)).toContain('row 2: It has 2 cells instead of 3.')
    expect(said(table)).toContain('row 3: It has 4 cells instead of 3.')
    const many = await readTable(`x,y,kind\n${rows(400, (index) => (index < 150 ? '1,2' : `1,${index},${index % 2}`))}`)
    expect(many.skipped).toHaveLength(101)
    expect(many.skipped.at(-1)?.path).toBe('50 more rows')
  })
})

describe('what cannot be a table', () => {
  it.each<[string, string]>([
    ['', 'The file is empty.'],
    ['a,b,c\n', 'The file has names of columns, but no rows.'],
    ['a\nb\nc\n', 'The file has only one column.'],
    ['x,kind\n1,a\n2,a\n', 'The target "kind" has only one value: "a".'],
    ['x,kind\n,a\n,b\n', 'No column is left to learn from.'],
    ['x,kind\n1,"a\n2,b\n', 'The quotation mark that opens in line 2 is never closed.'],
    ['PK\x03\x04xxxx', 'This is a spreadsheet or an archive, not a table of text.'],
  ])('%j is refused', async (text, message) => {
    expect(await refusal(text)).toMatchObject({ code: 'dataset/table-invalid', message })
  })

  it('is a file of control characters', async () => {
    const bytes = Uint8Array.from({ length: 999 }, (_, index) => (index * 7) % 32)
    expect((await refusal(bytes)).message).toBe('This file holds no text.')
  })

  it('is a regression to words', async () => {
    expect((await refusal('x,kind\n1,a\n2,b\n', { task: 'regression' })).message).toBe(
      'The target "kind" holds words such as "a": a regression predicts a number.',
    )
  })

  it('is one whose quotation mark swallows the rest, however long, before it fills the memory', async () => {
    const text = `x,kind\n0,c\n1,"a\n${rows(400_000, (index) => `${index},bcdef`)}`
    expect((await refusal(text)).message).toBe('The quotation mark that opens in line 3 is never closed.')
  })
})

it('read again by what was found, the same bytes come out', async () => {
  const text = 'x;colour;kind\n1,5;red;0\n2,5;blue;1\n;red;1\n'
  const first = await readTable(text)
  const again = await readTable(text, first.reading?.table)
  expect(again).toEqual(first)
  expect(again.contentSha256).toMatch(/^[0-9a-f]{64}$/)
  const other = await readTable(text, { missing: 'drop' })
  expect(other.contentSha256).not.toBe(first.contentSha256)
})

it('a preview shows the first rows as they stand, and says that it has not seen all', async () => {
  const text = `x,kind\n${rows(600_000, (index) => `${index % 10},"k ${index % 3}"`)}`
  const table = await preview(text)
  expect(table.rows).toHaveLength(50)
  expect(table.rows[1]).toEqual(['1', 'k 1'])
  expect([table.isWhole, table.problem, table.bytes]).toEqual([false, null, text.length])
  expect(table.looked).toBeGreaterThan(100_000)
  expect(table.columns[1]).toMatchObject({ type: 'category', role: 'target', distinct: 3, missing: 0 })
})
