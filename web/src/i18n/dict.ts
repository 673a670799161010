/** The shape of a dictionary: the same keys in every language, checked by the compiler. */
export type Dict<T> = { [K in keyof T]: T[K] extends string ? string : Dict<T[K]> };
