import type { RunColumns } from '../../contract/types.ts'

/** A place in a config, with what stands there in the runs. */
interface Place {
  readonly path: string
  readonly inside: Map<string, Place>
  /** Where each value stands among them all: numbers as they are, all else as JSON. */
  readonly values: Map<string | number, number>
  /** Of each run; null while none has a value here. */
  index: Int32Array<ArrayBuffer> | null
}
const placeAt = (path: string): Place => ({ path, inside: new Map(), values: new Map(), index: null })

/** Which data set it is, is told by the run itself. */
const OMITTED = 'data.source'

/** Every setting that is not the same in all configs, by its path; see `RunColumns`. */
export function varyingSettings(configs: readonly string[]): RunColumns['settings'] {
  const root = placeAt('')
  for (const [run, config] of configs.entries()) visit(JSON.parse(config) as object, root, run, configs.length)
  return settingsUnder(root)
}

/** Thousands of configs have the same few places: their paths are put together once. */
function visit(value: object, place: Place, run: number, runs: number): void {
  for (const [key, inside] of Object.entries(value) as [string, unknown][]) {
    let next = place.inside.get(key)
    if (!next) place.inside.set(key, (next = placeAt(place.path === '' ? key : `${place.path}.${key}`)))
    if (next.path === OMITTED) continue
    if (typeof inside === 'object' && inside !== null && !isPlainList(inside)) visit(inside, next, run, runs)
    else note(next, typeof inside === 'number' ? inside : JSON.stringify(inside), run, runs)
  }
}

const isPlainList = (value: object): boolean => Array.isArray(value) && !value.some((item) => typeof item === 'object')

function note(place: Place, value: string | number, run: number, runs: number): void {
  let at = place.values.get(value)
  if (at === undefined) place.values.set(value, (at = place.values.size))
  place.index ??= new Int32Array(runs).fill(-1)
  place.index[run] = at
}

function settingsUnder({ path, inside, values, index }: Place): RunColumns['settings'] {
  const own =
    index && (values.size > 1 || index.includes(-1)) ? [{ path, values: [...values.keys()].map(String), index }] : []
  return [...own, ...[...inside.values()].flatMap(settingsUnder)]
}
