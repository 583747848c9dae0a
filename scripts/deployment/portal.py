"""The built portal in its bucket."""

import mimetypes

DIST = "portal/dist"
# The page of the kit is for those who build pages.
NOT_DEPLOYED = "kit/"
# Their names are made from their content.
IMMUTABLE = "public, max-age=31536000, immutable"
# Asked for again each time; unchanged, it costs an answer without content.
REVALIDATE = "no-cache"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".html": "text/html"}


def files(folder):
    """The files of a built portal by key, the document last: until it is there, nobody asks for what is new."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    deployed = {key: path for key, path in found.items() if not key.startswith(NOT_DEPLOYED)}
    return dict(sorted(deployed.items(), key=lambda file: (file[0] == "index.html", not file[0].startswith("assets/"), file[0])))


def headers(key):
    """Returns the media type and the caching that S3 stores with a file."""
    ending = key[key.rfind(".") :]
    kind = TYPES.get(ending) or mimetypes.guess_type(key)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return {"ContentType": kind, "CacheControl": IMMUTABLE if key.startswith("assets/") else REVALIDATE}


def keys_in(s3, bucket, prefix=""):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [item["Key"] for page in pages for item in page.get("Contents", [])]


def put(s3, bucket, folder):
    """Copies a built portal from a folder; gives the keys."""
    found = files(folder)
    for key, path in found.items():
        s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes(), **headers(key))
    return list(found)


def put_again(s3, bucket, kept_in, prefix, keys):
    """Copies a portal that was kept under a prefix of another bucket."""
    for key in keys:
        body = s3.get_object(Bucket=kept_in, Key=prefix + key)["Body"].read()
        s3.put_object(Bucket=bucket, Key=key, Body=body, **headers(key))


def forget(s3, bucket, wanted):
    """Removes files that neither this portal nor the one before has: pages that are still open find their scripts."""
    gone = [key for key in keys_in(s3, bucket) if key not in wanted]
    for key in gone:
        s3.delete_object(Bucket=bucket, Key=key)
    return gone


def announce(cloudfront, distribution, release):
    """Has CloudFront ask for everything again."""
    paths = {"Quantity": 1, "Items": ["/*"]}
    cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch={"CallerReference": release, "Paths": paths})
