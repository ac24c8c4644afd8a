import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { networkJsonSchema } from '../../../../../src-engine/spec/json-schema.ts'
import { SPEC_WORDS } from '../spec-words.ts'
import { nameOf, propertiesOf, stepsTo, wholeTree, type Step, type SyntaxNode } from './json-place.ts'

/** What is used of JSON Schema. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

const ROOT: Schema = networkJsonSchema()

const branches = (schema: Schema): readonly Schema[] => {
  const inner = schema.anyOf ?? schema.oneOf
  return inner ? inner.flatMap(branches) : [schema]
}

/** Of several kinds the one that an object says it is; all of them while it says none. */
function ofType(schemas: readonly Schema[], type: string | null): readonly Schema[] {
  const same = schemas.filter(({ properties }) => properties?.type?.const === type)
  return same.length > 0 ? same : schemas
}

function schemasAt(steps: readonly Step[]): readonly Schema[] {
  let schemas = branches(ROOT)
  for (const { key, type } of steps) {
    if (key === '') return ofType(schemas, type)
    const inside = (schema: Schema): Schema | undefined =>
      typeof key === 'number' ? schema.items : schema.properties?.[key]
    schemas = ofType(schemas, type).flatMap((schema) => {
      const next = inside(schema)
      return next ? branches(next) : []
    })
  }
  return schemas
}

/** Keys and values that may stand at the cursor, from the schema of networks. */
export function completeNetwork({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const node = wholeTree(state).resolveInner(pos, -1)
  const isString = node.name === 'String' || node.name === 'PropertyName'
  const container = containerOf(node)
  if (!container || !(isString || explicit)) return null
  const { from, to } = isString ? node : { from: pos, to: pos }
  if (container.name === 'Object') {
    const others = propertiesOf(container).filter((one) => one.from > pos || one.to < pos)
    const present = new Set(others.map((one) => nameOf(state, one)))
    const keys = new Set(
      schemasAt(stepsTo(state, container)).flatMap(({ properties }) => Object.keys(properties ?? {})),
    )
    const hasColon = /^\s*:/.test(state.sliceDoc(to, to + 9))
    const options = [...keys].filter((key) => !present.has(key)).map((key) => keyOption(key, hasColon ? '' : ': '))
    return { from, to, options }
  }
  const item: readonly Step[] = container.name === 'Array' ? [{ key: 0, type: null }] : []
  const values = new Set(schemasAt([...stepsTo(state, container), ...item]).flatMap(valuesOf))
  return { from, to, options: [...values].map((label) => ({ label, type: 'enum' })) }
}

/** What a key or value at a node belongs to: an object, the property whose value it is, or an array. */
function containerOf(node: SyntaxNode): SyntaxNode | null {
  let at = node.name === 'PropertyName' ? (node.parent?.parent ?? null) : node
  while (at && !['Object', 'Array', 'Property'].includes(at.name)) at = at.parent
  return at
}

function keyOption(key: string, colon: string): Completion {
  const about = SPEC_WORDS[key]?.[1]
  const option = { label: JSON.stringify(key), apply: `${JSON.stringify(key)}${colon}`, type: 'property' }
  return about ? { ...option, info: about } : option
}

/** Every value that a schema names; of an object its kind. */
function valuesOf({ const: only, enum: some, type, properties }: Schema): string[] {
  if (only !== undefined) return [JSON.stringify(only)]
  if (some) return some.map((value) => JSON.stringify(value))
  if (type === 'boolean') return ['true', 'false']
  const kind = properties?.type?.const
  return kind === undefined ? [] : [`{ "type": ${JSON.stringify(kind)} }`]
}
