import { verifyFileUrl } from '../adapters/fs/file-url.ts';
import { acceptUpload } from '../adapters/fs/files.ts';
import type { HttpOptions } from '../http/app.ts';
import { fileRoutes } from '../http/files.ts';
import { homeRoutes } from '../http/home.ts';
import { verificationRoutes } from '../http/verification.ts';
import { addressOf } from './address-of.ts';
import type { ServeOptions } from './serve-options.ts';

/** Beside the API: the public verification page, and files behind short-lived links. */
export const localExtras = (o: ServeOptions, banner: string | undefined): NonNullable<HttpOptions['extras']> => {
  const { ports, office } = o;
  const verification = verificationRoutes({
    verifyByCode: office.verifyByCode,
    verifyUpload: (pdf) => ports.paper.verify(pdf, { ...ports.trust, at: ports.clock.now() }),
    realNow: ports.realNow,
    addressOf,
    ...(banner === undefined ? {} : { demoBanner: banner }),
  });
  const files = fileRoutes({
    verify: (url) => verifyFileUrl(url, { secret: ports.fileSecret, now: ports.realNow() }),
    read: (grant) => ports.files.get(grant.area, grant.owner, grant.sha256),
    accept: (grant, bytes) => acceptUpload(ports.files, grant, bytes),
  });
  const home = homeRoutes({
    app: office.app,
    profile: office.profile,
    ...(banner === undefined ? {} : { demoBanner: banner }),
  });
  return [home, verification, files];
};
