/** A place on the x axis with a line and a word: the best epoch, say. */
export interface Mark {
  readonly x: number
  readonly label: string
}
