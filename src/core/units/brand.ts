declare const brand: unique symbol;
/** A `Base` that cannot be swapped with another `Base` of a different `Name`; it costs nothing at run time. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
