/** Gray as luma' of ITU-R BT.601-7, section 2.5.1: what JPEG, Pillow's "L" and Keras call gray. */
export const luma = (red: number, green: number, blue: number): number => 0.299 * red + 0.587 * green + 0.114 * blue
