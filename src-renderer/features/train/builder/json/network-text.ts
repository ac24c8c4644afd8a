import { LayerSpec, NetworkSpec } from '../../../../../src-engine/spec/network.ts'
import { specIssues } from '../../../../../src-engine/spec/spec-issues.ts'

/** Longer values are broken over several lines: what the column of the cards has room for. */
const WIDTH = 38

/** What is wrong with a text, at a JSON path inside the network; null: where the text stops being JSON. */
export interface TextProblem {
  readonly path: string | null
  readonly message: string
}

export type ReadNetwork =
  | { readonly network: NetworkSpec; readonly problems: readonly [] }
  | { readonly network: null; readonly problems: readonly TextProblem[] }

/** The network a text describes, or everything that is wrong with it. */
export function readNetwork(text: string): ReadNetwork {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const message = 'This is not JSON yet: look for a missing comma, quote or bracket.'
    return { network: null, problems: [{ path: null, message }] }
  }
  const parsed = NetworkSpec.safeParse(value)
  if (parsed.success) return { network: parsed.data, problems: [] }
  const problems = specIssues(parsed.error).map(({ path, message, hint }) => ({ path, message: `${message} ${hint}` }))
  return { network: null, problems }
}

/** A network as people write it: without what is the default anyway. */
export function networkText({ input, layers }: NetworkSpec): string {
  return `${laidOut({ input, layers: layers.map(sparse) }, 0)}\n`
}

function sparse(layer: LayerSpec): object {
  const kept = Object.entries(layer).filter(([key, value]) => key === 'type' || isSaid(layer, key, value))
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'layers' && layer.type === 'residual' ? layer.layers.map(sparse) : value]),
  )
}

function isSaid(layer: LayerSpec, key: string, value: unknown): boolean {
  const { [key]: _left, ...others } = layer as Record<string, unknown> & LayerSpec
  const without = LayerSpec.safeParse(others)
  return !without.success || JSON.stringify((without.data as Record<string, unknown>)[key]) !== JSON.stringify(value)
}

function laidOut(value: unknown, depth: number): string {
  const line = oneLine(value)
  const isBroken = depth < 1 || (line.length + 2 * depth > WIDTH && typeof value === 'object')
  if (!isBroken || value === null || typeof value !== 'object') return line
  const inner = '  '.repeat(depth + 1)
  const end = '  '.repeat(depth)
  if (Array.isArray(value)) return `[\n${value.map((one) => inner + laidOut(one, depth + 1)).join(',\n')}\n${end}]`
  const entries = Object.entries(value).map(
    ([key, one]) => `${inner}${JSON.stringify(key)}: ${laidOut(one, depth + 1)}`,
  )
  return `{\n${entries.join(',\n')}\n${end}}`
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${oneLine(one)}`)
  return `{ ${entries.join(', ')} }`
}
