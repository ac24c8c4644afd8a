import fc from 'fast-check'

/** What somebody could have written in the place of a value. */
const JUNK: readonly unknown[] = [
  ...[null, true, false, '', 'relu', 'softmax', 'dense', 'residual', 'adam', 'x'.repeat(10_000)],
  ...[0, -0, -1, 1, 2, 3, 7, 0.5, 1e-300, 1e12, 2 ** 53, 65_536, NaN, Infinity, -Infinity],
  ...[[], {}, [[]], [0], [1, 1], [4, 4, 1], [NaN], { type: 'dense' }, { type: 'dense', units: 2 }, { type: 'flatten' }],
  ...[
    { type: 'conv2d', filters: 2, kernelSize: 9 },
    { type: 'residual', layers: [{ type: 'flatten' }] },
  ],
]
const KEYS = [
  'units',
  'type',
  'layers',
  'more',
  '__proto__',
  'constructor',
  'toString',
  'length',
  '0',
  'input',
  'alpha',
]

type Node = Record<string, unknown>

/** One change at a place that a number decides: a value replaced, removed, doubled, moved, or a key added. */
interface Mutation {
  readonly kind: 'replace' | 'remove' | 'repeat' | 'swap' | 'add'
  readonly place: number
  readonly other: number
  readonly value: unknown
  readonly key: string
}

export const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom('replace', 'replace', 'remove', 'repeat', 'swap', 'add'),
    place: fc.nat(1_000_000),
    other: fc.nat(1_000_000),
    value: fc.constantFrom(...JUNK),
    key: fc.constantFrom(...KEYS),
  }) satisfies fc.Arbitrary<Mutation>,
  { minLength: 1, maxLength: 4 },
)

/** A copy of a JSON value with these changes. */
export function mutated(config: object, changes: readonly Mutation[]): unknown {
  const root: Node = { config: structuredClone(config) }
  for (const change of changes) apply(root, change)
  return root.config
}

function apply(root: Node, { kind, place, other, value, key }: Mutation): void {
  const places = placesIn(root)
  const [one, another] = [places[place % places.length], places[other % places.length]]
  if (!one || !another) return
  const [node, own] = one
  const [second, its] = another
  switch (kind) {
    case 'replace':
      node[own] = structuredClone(value)
      return
    case 'remove':
      if (Array.isArray(node)) node.splice(Number(own), 1)
      else Reflect.deleteProperty(node, own)
      return
    case 'repeat':
      if (Array.isArray(node)) node.push(structuredClone(node[Number(own)]))
      return
    case 'swap': {
      const [mine, theirs] = [structuredClone(node[own]), structuredClone(second[its])]
      node[own] = theirs
      second[its] = mine
      return
    }
    case 'add': {
      const inside = node[own]
      if (typeof inside === 'object' && inside !== null && !Array.isArray(inside))
        Object.defineProperty(inside, key, { value, enumerable: true, configurable: true, writable: true })
    }
  }
}

/** Every value of a tree by the node that it stands in and its key there. */
function placesIn(node: Node): [node: Node, key: string][] {
  return Object.keys(node).flatMap((key) => {
    const inside = node[key]
    const within = typeof inside === 'object' && inside !== null ? placesIn(inside as Node) : []
    return [[node, key] as [Node, string], ...within]
  })
}
