/** Files and folders that operating systems and archive programs leave behind; in lower case. */
const names = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r',
  '__macosx',
  '@eadir',
  '$recycle.bin',
  'system volume information',
  'lost+found',
])

/** True for the name of a file or folder that is hidden or litter: such are passed over without a word. */
export function isLitter(name: string): boolean {
  return name.startsWith('.') || names.has(name.toLowerCase())
}
