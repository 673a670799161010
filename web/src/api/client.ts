// The typed client over the contract, and the cache of the pages over it.
import { QueryClient } from '@tanstack/react-query';
import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueries from 'openapi-react-query';
import { currentLang } from '../i18n/lang';
import { toLogin } from './http';
import { problemOf } from './problem';
import type { paths } from './schema';

const edge: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLang());
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) toLogin();
  },
};

export const api = createFetchClient<paths>({ baseUrl: typeof location === 'undefined' ? '' : location.origin });
api.use(edge);

/** Reads of the contract as hooks. */
export const $api = createQueries(api);

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (count, err) => {
        const status = problemOf(err).status;
        return count < 2 && (status === 0 || status >= 500); // a refusal will not change by asking again
      },
    },
  },
});
