import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

export type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

/** For how long a text may be read, in milliseconds: without a word the editor gives up after 20. */
const PATIENCE = 1000
/** The tree of the whole text, also on a busy machine. */
export const wholeTree = (state: EditorState) =>
  ensureSyntaxTree(state, state.doc.length, PATIENCE) ?? syntaxTree(state)

/** One step from a value of a JSON text into it. */
export interface Step {
  readonly key: string | number
  /** What the object that is left calls its `type`, if it does. */
  readonly type: string | null
}

const isValue = ({ name }: SyntaxNode): boolean =>
  ['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null'].includes(name)
const textOf = (state: EditorState, { from, to }: SyntaxNode): string => state.sliceDoc(from, to)

/** The keys and indices of a path such as `layers[0].units`. */
export const keysOf = (path: string): (string | number)[] =>
  [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([name, index]) => (index === undefined ? name : Number(index)))

/** Where the value at a path stands, or the nearest one around it that is there; of an object only its beginning. */
export function rangeAt(state: EditorState, path: string): { from: number; to: number } {
  let node: SyntaxNode | null = wholeTree(state).topNode.firstChild
  for (const key of keysOf(path)) {
    const inside = node && childAt(state, node, key)
    if (!inside) break
    node = inside
  }
  if (!node) return { from: 0, to: state.doc.length }
  const end = node.name === 'Object' || node.name === 'Array' ? state.doc.lineAt(node.from).to : node.to
  return { from: node.from, to: Math.min(node.to, end) }
}

/** Where the text stops being JSON. */
export function errorRange(state: EditorState): { from: number; to: number } {
  let found: { from: number; to: number } | null = null
  wholeTree(state).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError)
        found ??= { from: Math.max(0, Math.min(from, state.doc.length - 1)), to: Math.max(to, from + 1) }
    },
  })
  const { from, to } = found ?? { from: 0, to: state.doc.length }
  return { from, to: Math.min(to, state.doc.length) }
}

function childAt(state: EditorState, node: SyntaxNode, key: string | number): SyntaxNode | null {
  if (typeof key === 'number') return node.name === 'Array' ? (itemsOf(node)[key] ?? null) : null
  const property = propertiesOf(node).find((one) => nameOf(state, one) === key)
  return property ? (valueOf(property) ?? property) : null
}

const itemsOf = (array: SyntaxNode): SyntaxNode[] => childrenOf(array).filter(isValue)
export const propertiesOf = (object: SyntaxNode): SyntaxNode[] =>
  childrenOf(object).filter(({ name }) => name === 'Property')
const valueOf = (property: SyntaxNode): SyntaxNode | undefined => childrenOf(property).find(isValue)

/** The name of a property without its quotes. */
export function nameOf(state: EditorState, property: SyntaxNode): string {
  const name = property.getChild('PropertyName')
  return name ? textOf(state, name).replaceAll('"', '') : ''
}

function typeOf(state: EditorState, object: SyntaxNode): string | null {
  const property = propertiesOf(object).find((one) => nameOf(state, one) === 'type')
  const value = property && valueOf(property)
  return value ? textOf(state, value).replaceAll('"', '') : null
}

/** The steps from the whole text to a node; an object at its end says its type with the key ''. */
export function stepsTo(state: EditorState, node: SyntaxNode): Step[] {
  const steps: Step[] = node.name === 'Object' ? [{ key: '', type: typeOf(state, node) }] : []
  for (let at: SyntaxNode | null = node; at?.parent; at = at.parent) {
    const { parent } = at
    if (at.name === 'Property') steps.unshift({ key: nameOf(state, at), type: typeOf(state, parent) })
    if (parent.name === 'Array')
      steps.unshift({ key: itemsOf(parent).filter(({ to }) => to <= at.from).length, type: null })
  }
  return steps
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}
