import { adam, adamax, nadam } from './adam'
import { adadelta, adagrad, rmsprop } from './adaptive'
import { aheadMomentum, lookAhead, momentum, nesterov, sgd } from './descent'
import * as layout from './layout'
import { addedParts, clipped, endOf, penalised, Update } from './update'

/** Moves the weights of one tile by the gradient that the backward pass has left. @param scratch room for `UPDATE_TILE` numbers */
export function updateTile(optimizer: u32, u: Update, tile: u32, count: u32, scratch: usize): void {
  const from = tile * layout.UPDATE_TILE
  const to = endOf(u, tile)
  if (optimizer == layout.LOOK_AHEAD) lookAhead(u, from, to)
  else updateWeights(optimizer, u, from, to, addedParts(u, from, to, count, scratch), scratch)
}

/**
 * Moves the weights [from, to) of a tensor.
 * @param gradient of these weights, before penalties and clipping
 * @param scratch room for as many numbers; may be the same place
 */
export function updateWeights(optimizer: u32, u: Update, from: u32, to: u32, gradient: usize, scratch: usize): void {
  const g = clipped(u, to - from, penalised(u, from, to, gradient, scratch), scratch)
  switch (optimizer) {
    case layout.SGD:
      return sgd(u, from, to, g)
    case layout.MOMENTUM:
      return momentum(u, from, to, g)
    case layout.AHEAD_MOMENTUM:
      return aheadMomentum(u, from, to, g)
    case layout.NESTEROV:
      return nesterov(u, from, to, g)
    case layout.ADAGRAD:
      return adagrad(u, from, to, g)
    case layout.RMSPROP:
      return rmsprop(u, from, to, g)
    case layout.ADADELTA:
      return adadelta(u, from, to, g)
    case layout.ADAM:
      return adam(u, from, to, g)
    case layout.ADAMAX:
      return adamax(u, from, to, g)
    case layout.NADAM:
      return nadam(u, from, to, g)
  }
}
