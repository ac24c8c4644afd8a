/** The one database of a home folder. */
export const DATABASE_FILE = 'glassbox.sqlite'
