"""The addresses of lakes in S3."""

import pytest

from filmes_lake.errors import LakeError, SettingsError
from filmes_lake.lake.storage.s3_address import S3Address


@pytest.mark.parametrize(
    ("uri", "bucket", "prefix", "shown"),
    [
        ("s3://my-bucket", "my-bucket", "", "s3://my-bucket"),
        ("s3://my-bucket/", "my-bucket", "", "s3://my-bucket"),
        ("s3://my.bucket/lake", "my.bucket", "lake/", "s3://my.bucket/lake"),
        ("s3://my-bucket/a/lake_1/", "my-bucket", "a/lake_1/", "s3://my-bucket/a/lake_1"),
    ],
)
def test_an_address_is_a_bucket_and_a_prefix(uri: str, bucket: str, prefix: str, shown: str) -> None:
    address = S3Address.parse(uri)

    assert (address.bucket, address.prefix, address.uri) == (bucket, prefix, shown)
    assert address.place("Raw/a") == f"{prefix}Raw/a"
    assert address.where("Raw/a") == f"{shown}/Raw/a"


@pytest.mark.parametrize(
    "uri",
    [
        "s3://",
        "s3:///lake",
        "s3://B",
        "s3://ab",
        "s3://My-Bucket/lake",
        "s3://a..b",
        "s3://my bucket",
        "s3://my-bucket/a lake",
        "s3://my-bucket/../lake",
        "s3://my-bucket/a//lake",
        "s3://my-bucket//lake",
        "s3://my-bucket/year=2026",
        "s3://my-bucket/lake?versionId=1",
        "s3://my-bucket/filmes-é",
        "s3://user:secret@my-bucket/lake",
        "s3://arn:aws:s3:us-east-1:123:accesspoint/x",
        "s3a://my-bucket/lake",
        "gs://my-bucket/lake",
        "https://my-bucket.s3.amazonaws.com/lake",
    ],
)
def test_what_is_no_address_is_refused_in_one_line(uri: str) -> None:
    with pytest.raises(SettingsError) as caught:
        S3Address.parse(uri)

    assert caught.value.message.startswith(uri)
    assert caught.value.hint


def test_a_key_that_leads_out_of_the_prefix_is_refused() -> None:
    with pytest.raises(LakeError, match="must stay inside the lake"):
        S3Address.parse("s3://my-bucket/lake").place("../other")
