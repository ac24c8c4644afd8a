import { describe, expect, it, vi } from 'vitest'
import { droppedEntries, filesFromDrop, folderFromDrop, folderFromInput } from '../../../src-renderer/api/folder.ts'

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
function items(tree: Tree): DataTransferItemList {
  const list = Object.entries(tree).map(([name, content]) => ({ webkitGetAsEntry: () => entry(name, content) }))
  return list as unknown as DataTransferItemList
}
const drop = (tree: Tree): FileSystemEntry[] => droppedEntries(items(tree))
const paths = (files: readonly { path: string }[]): string[] => files.map(({ path }) => path)

describe('folderFromDrop', () => {
  it('reads one folder through, more than a hundred files in a row, paths without its own name', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`${index}.png`, 'x']))
    const folder = await folderFromDrop(drop({ fruit: { apple: many, 'ba nana 🍌': { 'a.png': 'y' } } }))
    expect(folder.name).toBe('fruit')
    expect(folder.files).toHaveLength(251)
    expect(folder.files[0]?.path).toBe('apple/0.png')
    expect(folder.files.at(-1)?.path).toBe('ba nana 🍌/a.png')
    expect(await (await folder.files.at(-1)?.file())?.text()).toBe('y')
  })

  it('says how many files it found so far', async () => {
    const found: number[] = []
    await folderFromDrop(drop({ fruit: { apple: { 'a.png': '', 'b.png': '' }, pear: { 'c.png': '' } } }), (count) =>
      found.push(count),
    )
    expect(found).toEqual([2, 3, 3])
  })

  it('opens no file before it is asked for, and lists what cannot be read', async () => {
    const open = vi.fn((_done: unknown, fail: (error: Error) => void) => fail(new Error('NotReadable')))
    const locked = { name: 'locked.png', isFile: true, isDirectory: false, file: open }
    const closed = {
      name: 'closed',
      isFile: false,
      isDirectory: true,
      createReader: () => ({ readEntries: open }),
    }
    const children = [locked, closed]
    const createReader = () => ({ readEntries: (done: (some: unknown[]) => void) => done(children.splice(0)) })
    const fruit = { name: 'fruit', isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry
    const { files } = await folderFromDrop([fruit])
    expect(open).toHaveBeenCalledTimes(1)
    expect(paths(files)).toEqual(['locked.png', 'closed'])
    for (const { file } of files) await expect(file()).rejects.toThrow(Error)
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
      message: expect.stringContaining('a.png'),
      hint: expect.stringContaining('open Classify'),
    })
    const synthetic = [{ webkitGetAsEntry: () => null }] as unknown as DataTransferItemList
    await expect(folderFromDrop(droppedEntries(synthetic))).rejects.toMatchObject({ code: 'dataset/not-a-folder' })
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
    const list = items({ 'a.png': 'x', more: { 'b.png': 'y' } })
    const found = await filesFromDrop({ items: list, files: [] } as unknown as DataTransfer)
    expect(paths(found)).toEqual(['a.png', 'more/b.png'])
  })
  it('falls back to files without an entry', async () => {
    const list = [{ webkitGetAsEntry: () => null }]
    const found = await filesFromDrop({ items: list, files: [new File(['x'], 'c.png')] } as unknown as DataTransfer)
    expect(paths(found)).toEqual(['c.png'])
  })
})
