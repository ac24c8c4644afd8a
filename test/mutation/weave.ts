import ts from 'typescript'
import { changesOf, decisions, type Change } from './mutators.ts'

export interface Mutant {
  readonly file: string
  readonly line: number
  readonly kind: string
  readonly before: string
  readonly after: string
}

/**
 * A source with all its mutants in it, each asleep behind `$.is(id)`: one text serves every one of them. Every loop counts its
 * rounds with `$.round()`, so that a mutant that never ends is found out.
 * @param first id of its first mutant
 */
export function weave(
  file: string,
  text: string,
  first: number,
): { readonly text: string; readonly mutants: Mutant[] } {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
  const mutants: Mutant[] = []

  function woven(node: ts.Node): string {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return node.getText()
    if (ts.isImportDeclaration(node) || ts.isThrowStatement(node) || isGuard(node)) return node.getText()
    const inner = withSwitches(node, changesOf(node), withParts(node))
    const whole = withSwitches(node, decisions(node), inner)
    if (ts.isExpressionStatement(node)) return `{ ${whole} }`
    if (ts.isBlock(node) && ts.isFunctionLike(node.parent)) return emptied(node, whole)
    return ts.isIterationStatement(node.parent, false) && node.parent.statement === node
      ? `{ $.round(); ${whole} }`
      : whole
  }

  function withParts(node: ts.Node): string {
    let result = ''
    let end = node.getStart()
    node.forEachChild((child) => {
      result += text.slice(end, child.getStart())
      result += isName(child) ? child.getText() : woven(child)
      end = child.end
    })
    return result + text.slice(end, node.end)
  }

  function withSwitches(node: ts.Node, changes: readonly Change[], otherwise: string): string {
    return changes.reduce((rest, change) => `(${asleep(node, change)} ? ${change.text} : ${rest})`, otherwise)
  }

  /** A function that ends as soon as it begins; one that only gives something back has its mutants inside. */
  function emptied(body: ts.Block, whole: string): string {
    if (body.statements.length < 2) return whole
    return `{ if (${asleep(body, { kind: 'body left out', text: '{}' })}) return; ${whole.slice(1)}`
  }

  function asleep(node: ts.Node, change: Change): string {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    mutants.push({ file, line, kind: change.kind, before: short(node.getText()), after: short(change.text) })
    return `$.is(${first + mutants.length - 1})`
  }

  return { text: withParts(source), mutants }
}

/** What stands left of a colon is a name even where it is written as a number. */
const isName = (node: ts.Node): boolean => ts.isPropertyAssignment(node.parent) && node.parent.name === node

/** The default of an array's place: the type checker wants it, nothing ever needs it. */
const isGuard = (node: ts.Node): boolean =>
  ts.isBindingElement(node.parent) && node.parent.initializer === node && ts.isArrayBindingPattern(node.parent.parent)

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}
