/** A setting as it is read: text without its quotes, what is not set as a dash; everything else as the JSON that it is. */
export function settingText(json: string | null): string {
  if (json === null) return '–'
  const value: unknown = JSON.parse(json)
  return typeof value === 'string' ? value : json
}

/** The number that a setting is; null for all else. */
export function settingNumber(json: string | null): number | null {
  const value: unknown = json === null ? null : JSON.parse(json)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** A path without the part that everything of its kind has: `optimizer.learningRate`, `layers[0].units`. */
export const shortPath = (path: string): string => path.replace(/^(training|network)\./, '')

/** A path as short as it can be without being taken for another of these: `l2`, `optimizer`, `layers[0].units`. */
export function labelPath(path: string, all: readonly string[]): string {
  const short = shortPath(path).replace(/\.type$/, '')
  const last = short.slice(short.lastIndexOf('.') + 1)
  const isClear = !path.includes('[') && all.filter((other) => other === last || other.endsWith(`.${last}`)).length <= 1
  return isClear ? last : short
}

export const SETTING_KINDS = ['settings', 'data', 'seed', 'environment'] as const
export type SettingKind = (typeof SETTING_KINDS)[number]

/** What a setting is about: what was chosen, what it learnt from, where its random numbers begin, or what it ran on. */
export function settingKind(path: string): SettingKind {
  if (path === 'training.seed') return 'seed'
  if (path.startsWith('data.')) return 'data'
  return path.startsWith('environment.') ? 'environment' : 'settings'
}
