import ts from 'typescript'

/** A fault that a slip of the hand could have made: what stands instead of a node. */
export interface Change {
  readonly kind: string
  readonly text: string
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<<': ['>>'],
  '>>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['|'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '^=': ['|='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
}

/** Of `Math`, and of arrays. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  some: 'every',
  every: 'some',
}

/** Methods whose result has the shape of what they are called on, so that they can be left out. */
const LEFT_OUT: readonly string[] = ['filter', 'slice', 'subarray', 'toReversed', 'toSorted']

/** All changes of one node. Strings, types and the messages of errors have none: only what is calculated is looked at. */
export function changesOf(node: ts.Node): Change[] {
  if (ts.isBinaryExpression(node)) return swapped(node)
  if (ts.isNumericLiteral(node)) return shifted(node)
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return unary(node)
  if (ts.isCallExpression(node)) return called(node)
  if (ts.isExpressionStatement(node)) return [{ kind: 'statement left out', text: 'void 0' }]
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ kind: 'truth', text: 'false' }]
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [{ kind: 'truth', text: 'true' }]
  return []
}

/** Changes of what decides a branch or ends a loop; a loop that never ends is no slip worth trying. */
export function decisions(node: ts.Node): Change[] {
  const { parent } = node
  const decides = (ts.isIfStatement(parent) && parent.expression === node) || isConditionOf(parent, node)
  const ends = (ts.isWhileStatement(parent) && parent.expression === node) || isEndOf(parent, node)
  return [
    ...(decides ? [{ kind: 'condition', text: 'true' }] : []),
    ...(decides || ends ? [{ kind: 'condition', text: 'false' }] : []),
    ...(ts.isCaseClause(parent) && parent.expression === node ? [{ kind: 'case left out', text: 'Symbol()' }] : []),
  ]
}

const isConditionOf = (parent: ts.Node, node: ts.Node): boolean =>
  ts.isConditionalExpression(parent) && parent.condition === node

const isEndOf = (parent: ts.Node, node: ts.Node): boolean => ts.isForStatement(parent) && parent.condition === node

function swapped(node: ts.BinaryExpression): Change[] {
  const operator = node.operatorToken.getText()
  const [left, right] = [node.left.getText(), node.right.getText()]
  return (OPERATORS[operator] ?? []).map((other) => ({
    kind: `${operator} to ${other}`,
    // A sign may not stand before ** without brackets, nor && beside ??.
    text:
      operator.endsWith('=') && !/[<>=]=/.test(operator)
        ? `${left} ${other} ${right}`
        : `(${left}) ${other} (${right})`,
  }))
}

/** One more and one less. */
function shifted(node: ts.NumericLiteral): Change[] {
  const value = Number(node.text)
  const others = value === 0 ? [1] : [value + 1, value - 1]
  return others.map((other) => ({ kind: 'number', text: `(${String(other)})` }))
}

function unary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Change[] {
  const operand = node.operand.getText()
  switch (node.operator) {
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.ExclamationToken:
      return [{ kind: 'sign left out', text: operand }]
    case ts.SyntaxKind.PlusPlusToken:
      return [{ kind: '++ to --', text: ts.isPrefixUnaryExpression(node) ? `--${operand}` : `${operand}--` }]
    default:
      return []
  }
}

function called(node: ts.CallExpression): Change[] {
  const { expression: callee } = node
  if (!ts.isPropertyAccessExpression(callee)) return []
  const [name, owner, args] = [
    callee.name.text,
    callee.expression.getText(),
    node.arguments.map((each) => each.getText()),
  ]
  const other = FUNCTIONS[name]
  if (other) return [{ kind: `${name} to ${other}`, text: `${owner}.${other}(${args.join(', ')})` }]
  if (owner === 'Math' && args.length === 1) return [{ kind: `${name} left out`, text: `(${args.join()})` }]
  return LEFT_OUT.includes(name) ? [{ kind: `${name} left out`, text: owner }] : []
}
