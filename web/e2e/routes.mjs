// The addresses of the pages, read from where they are registered: a page that
// nobody looks at fails the gates.
import { readFileSync } from 'node:fs';
import { matchRoutes } from 'react-router';

const source = readFileSync(new URL('../src/routes/index.tsx', import.meta.url), 'utf8');

/** Every route as it is written; the index is '/'. */
export const routes = [...source.matchAll(/path: '([^']+)'/g)].map((m) => m[1]);

const tree = routes.map((path) => ({ path }));

/** The route that a path belongs to. */
export const routeOf = (path) => matchRoutes(tree, path.split(/[?#]/)[0])?.at(-1)?.route.path;
