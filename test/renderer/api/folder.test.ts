import { describe, expect, it } from 'vitest'
import { filesFromDrop, folderFromDrop, folderFromInput } from '../../../src-renderer/api/folder.ts'

type Tree = { [name: string]: Tree | string }

/** A directory entry as browsers give it: at most 100 children at a time. */
function entry(name: string, content: Tree | string): FileSystemEntry {
  if (typeof content === 'string')
    return {
      name,
      isFile: true,
      isDirectory: false,
      file: (done: FileCallback) => done(new File([content], name)),
    } as unknown as FileSystemEntry
  const createReader = () => {
    const left = Object.entries(content).map(([child, inside]) => entry(child, inside))
    return { readEntries: (done: FileSystemEntriesCallback) => done(left.splice(0, 100)) }
  }
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry
}
function drop(tree: Tree): DataTransferItemList {
  const items = Object.entries(tree).map(([name, content]) => ({ webkitGetAsEntry: () => entry(name, content) }))
  return items as unknown as DataTransferItemList
}
const paths = (files: readonly { path: string }[]): string[] => files.map(({ path }) => path)

describe('folderFromDrop', () => {
  it('reads one folder through, more than a hundred files in a row, paths without its own name', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`${index}.png`, 'x']))
    const folder = await folderFromDrop(drop({ fruit: { apple: many, 'ba nana 🍌': { 'a.png': 'y' } } }))
    expect(folder.name).toBe('fruit')
    expect(folder.files).toHaveLength(251)
    expect(folder.files[0]?.path).toBe('apple/0.png')
    expect(folder.files.at(-1)?.path).toBe('ba nana 🍌/a.png')
    expect(await folder.files.at(-1)?.file.text()).toBe('y')
  })

  it('takes several folders as the classes of one data set', async () => {
    const tree = { apple: { 'a.png': '' }, banana: { 'b.png': '' }, cherry: { 'c.png': '' }, date: { 'd.png': '' } }
    const folder = await folderFromDrop(drop(tree))
    expect(folder.name).toBe('apple, banana, cherry and 1 more')
    expect(paths(folder.files)).toEqual(['apple/a.png', 'banana/b.png', 'cherry/c.png', 'date/d.png'])
  })

  it('leaves out what operating systems leave behind and keeps what only looks alike', async () => {
    const litter = {
      '.DS_Store': '',
      'Thumbs.db': '',
      'desktop.ini': '',
      '._a.png': '',
      __MACOSX: { a: { 'x.png': '' } },
    }
    const folder = await folderFromDrop(drop({ fruit: { apple: { ...litter, 'my.DS_Store.png': '' }, ...litter } }))
    expect(paths(folder.files)).toEqual(['apple/my.DS_Store.png'])
  })

  it('refuses files that are no folder, with what to do', async () => {
    await expect(folderFromDrop(drop({ 'a.png': 'x' }))).rejects.toMatchObject({
      code: 'dataset/not-a-folder',
      hint: expect.stringContaining('open Classify'),
    })
    const synthetic = [{ webkitGetAsEntry: () => null }] as unknown as DataTransferItemList
    await expect(folderFromDrop(synthetic)).rejects.toMatchObject({ code: 'dataset/not-a-folder' })
  })
})

describe('folderFromInput', () => {
  const file = (path: string): File =>
    Object.defineProperty(new File(['x'], path.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: path })

  it('takes the top folder as the name', () => {
    const folder = folderFromInput([file('fruit/apple/1.png'), file('fruit/.DS_Store'), file('fruit/pear/2.png')])
    expect(folder.name).toBe('fruit')
    expect(paths(folder.files)).toEqual(['apple/1.png', 'pear/2.png'])
  })
  it('says so when the folder is empty', () => {
    expect(() => folderFromInput([])).toThrow(expect.objectContaining({ code: 'dataset/no-pictures' }))
  })
})

describe('filesFromDrop', () => {
  it('takes files and whole folders', async () => {
    const items = drop({ 'a.png': 'x', more: { 'b.png': 'y' } })
    const found = await filesFromDrop({ items, files: [] } as unknown as DataTransfer)
    expect(paths(found)).toEqual(['a.png', 'more/b.png'])
  })
  it('falls back to files without an entry', async () => {
    const items = [{ webkitGetAsEntry: () => null }]
    const found = await filesFromDrop({ items, files: [new File(['x'], 'c.png')] } as unknown as DataTransfer)
    expect(paths(found)).toEqual(['c.png'])
  })
})
