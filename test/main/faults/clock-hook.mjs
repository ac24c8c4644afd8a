/** Loaded into every thread: the clock of the machine goes back an hour whenever it is looked at. */
const real = Date.now
let looks = 0
Date.now = () => real() - 3_600_000 * looks++
