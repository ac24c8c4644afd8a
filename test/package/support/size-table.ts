export interface Sized {
  readonly name: string
  readonly size: number
  readonly unpacked: boolean
}

/** What the package consists of, in bytes; `asar` is the size of the archive itself. */
export function sizeTable(files: readonly Sized[], asar: number): { text: string; total: number } {
  const parts = new Map<string, number>()
  const add = (part: string, size: number): void => void parts.set(part, (parts.get(part) ?? 0) + size)
  for (const file of files) add(partOf(file), file.size)
  const unpacked = files.reduce((sum, file) => sum + (file.unpacked ? file.size : 0), 0)
  const rows = [...parts].sort(([, a], [, b]) => b - a)
  rows.push(['app.asar', asar], ['app.asar.unpacked', unpacked])
  return { text: rows.map(([part, size]) => `${part.padEnd(36)}${kilobytes(size)}`).join('\n'), total: asar + unpacked }
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`.padStart(12)

function partOf({ name, unpacked }: Sized): string {
  const [top = '', second = '', third = ''] = name.split('/')
  if (top === 'out') return { main: 'main', preload: 'preload', renderer: 'renderer' }[second] ?? name
  if (top === 'resources') return second
  if (top !== 'node_modules') return name
  return `${second.startsWith('@') ? `${second}/${third}` : second}${unpacked ? ' (native)' : ''}`
}
