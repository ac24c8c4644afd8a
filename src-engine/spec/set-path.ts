/**
 * Sets one value inside a tree of plain objects and arrays, making objects on the way. Another `type` begins its object
 * anew, because the settings beside it belong to the old one.
 * @param path for example `training.optimizer.learningRate` or `network.layers[0].filters`
 * @throws {RangeError} when the path leads through something that has no inside, or beyond the end of a list
 */
export function setPath(tree: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  const last = keys.pop()
  if (last === undefined || [...keys, last].some((key) => key === '' || key === '__proto__'))
    throw new RangeError(`"${path}" is no path.`)
  let node = tree
  for (const key of keys) {
    requirePlace(path, node, key)
    const inside = (node[key] ??= {})
    if (typeof inside !== 'object') throw new RangeError(`"${path}" leads through "${key}", which is a plain value.`)
    node = inside as Record<string, unknown>
  }
  requirePlace(path, node, last)
  if (last === 'type' && node.type !== value) for (const key of Object.keys(node)) Reflect.deleteProperty(node, key)
  node[last] = value
}

/** A list has places for its items and for one more. */
function requirePlace(path: string, node: object, key: string): void {
  if (!Array.isArray(node)) return
  const isIndex = /^(0|[1-9]\d*)$/.test(key) && Number(key) <= node.length
  if (!isIndex)
    throw new RangeError(
      `"${path}" asks for "${key}" of a list that has ${node.length} item${node.length === 1 ? '' : 's'}.`,
    )
}
