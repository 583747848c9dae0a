//! Access tokens that are not ours, or no longer good.

use crate::scenario::Scenario;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use portico_domain::signing::SigningKey;
use portico_tests::client::Client;
use portico_tests::world::in_world;
use serde_json::{Value, json};

/// The parts of a token, decoded.
fn parts(token: &str) -> (Value, Value, String) {
    let mut parts = token.split('.');
    let mut json = || serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts.next().unwrap()).unwrap()).unwrap();
    let (header, claims) = (json(), json());
    (header, claims, parts.next().unwrap().to_owned())
}

fn part(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

async fn refused(client: &Client, token: &str, code: &str) {
    let answer = client.clone().bearing(token).get("/v1/me").await;
    assert_eq!((answer.status(), answer.code().as_str()), (401, code), "{token}: {answer}");
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"portico\"");
}

#[test]
fn a_token_that_is_not_ours_is_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let client = &cast.member;
        let good = client.token();
        client.clone().bearing(good).get("/v1/me").await.expect(200);
        let (header, claims, signature) = parts(good);
        let with = |json: &Value, name: &str, value: Value| {
            let mut json = json.clone();
            json[name] = value;
            json
        };
        let tampered = |claims: &Value| format!("{}.{}.{signature}", part(&header), part(claims));
        let not_signed_in = "not_signed_in";
        for (name, value) in [
            ("sub", json!(cast.outsider.who().person.id)),
            ("sid", json!(cast.outsider.who().session)),
            ("exp", json!(claims["exp"].as_i64().unwrap() + 1)),
            ("name", json!("Somebody Else")),
            ("hat", json!({"id": claims["hat"]["id"], "kind": "staff", "role": "administrator"})),
        ] {
            refused(client, &tampered(&with(&claims, name, value)), not_signed_in).await;
        }
        for cut in [0, 1, 10, good.len() / 2, good.len() - 1] {
            refused(client, &good[..cut], not_signed_in).await;
        }
        let head = good.rsplit_once('.').unwrap().0;
        for text in ["a.b.c", "..", "...", &format!("{good}.x"), &format!("{good}A"), head, &format!("{head}.")] {
            refused(client, text, not_signed_in).await;
        }
        for algorithm in ["none", "None", "NONE", "", "HS256", "RS256", "ES256"] {
            let header = with(&header, "alg", json!(algorithm));
            for signature in ["", &signature] {
                refused(client, &format!("{}.{}.{signature}", part(&header), part(&claims)), not_signed_in).await;
            }
        }
    });
}

#[test]
fn a_token_signed_by_another_key_is_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let client = &cast.member;
        let (header, claims, _) = parts(client.token());
        let (kid, ours) = world.store.signing_key().await.unwrap();
        assert_eq!(header["kid"], kid);
        let eddsa = |kid: Option<&str>, typ: &str| Header {
            typ: Some(typ.into()),
            kid: kid.map(str::to_owned),
            ..Header::new(Algorithm::EdDSA)
        };
        let sign =
            |header: &Header, key: &EncodingKey, claims: &Value| jsonwebtoken::encode(header, claims, key).unwrap();
        let other = Ed25519KeyPair::generate().unwrap();
        let theirs = EncodingKey::from_ed_der(other.to_pkcs8v1().unwrap().as_ref());
        let ours = EncodingKey::from_ed_der(&ours);
        // Ours is what makes a good one: so what follows fails for what is wrong with it and for nothing else.
        let good = sign(&eddsa(Some(&kid), "at+jwt"), &ours, &claims);
        client.clone().bearing(&good).get("/v1/me").await.expect(200);

        let refuse = async |token: String| refused(client, &token, "not_signed_in").await;
        refuse(sign(&eddsa(Some(&kid), "at+jwt"), &theirs, &claims)).await;
        for kid in [None, Some("other"), Some(""), Some("../../keys"), Some("' OR 1=1")] {
            refuse(sign(&eddsa(kid, "at+jwt"), &ours, &claims)).await;
        }
        for typ in ["JWT", "", "id_token", "AT+JWT2"] {
            refuse(sign(&eddsa(Some(&kid), typ), &ours, &claims)).await;
        }
        // The public key is known to everybody: it must not be a password.
        let keys = world.verification_keys().await;
        let public = URL_SAFE_NO_PAD.decode(keys["keys"][0]["x"].as_str().unwrap()).unwrap();
        let symmetric = Header { alg: Algorithm::HS256, ..eddsa(Some(&kid), "at+jwt") };
        for secret in [&public[..], keys["keys"][0]["x"].as_str().unwrap().as_bytes(), other.public_key().as_ref()] {
            refuse(sign(&symmetric, &EncodingKey::from_secret(secret), &claims)).await;
        }
        // A key that comes along with the token is not believed.
        let mut bringing = eddsa(Some("brought"), "at+jwt");
        bringing.jwk = serde_json::from_value(json!({
            "kty": "OKP", "crv": "Ed25519", "kid": "brought", "x": URL_SAFE_NO_PAD.encode(other.public_key().as_ref()),
        }))
        .ok();
        refuse(sign(&bringing, &theirs, &claims)).await;

        let other_claims = |name: &str, value: Value| {
            let mut claims = claims.clone();
            claims[name] = value;
            sign(&eddsa(Some(&kid), "at+jwt"), &ours, &claims)
        };
        refuse(other_claims("aud", json!("other-api"))).await;
        refuse(other_claims("iss", json!("somebody"))).await;
        refuse(other_claims("sub", json!("not an id"))).await;
        refuse(other_claims("hat", json!(null))).await;
        refused(client, &other_claims("exp", json!(1_700_000_000)), "token_expired").await;
        // Well signed, but of a session that is not this person's, or not there.
        let other = cast.outsider.who();
        refused(client, &other_claims("sid", json!(other.session)), "session_ended").await;
        refused(client, &other_claims("sid", json!(uuid::Uuid::now_v7())), "session_ended").await;
        refused(client, &other_claims("sub", json!(other.person.id)), "session_ended").await;
        // And of a hat that the session does not have on.
        let mut hat = claims["hat"].clone();
        hat["role"] = json!("manager");
        refused(client, &other_claims("hat", hat), "token_stale").await;
    });
}

#[test]
fn only_a_bearer_token_in_its_header_counts() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let token = cast.member.token();
        let nobody = world.nobody();
        for value in [
            "",
            "Bearer",
            "Bearer ",
            token,
            &format!("Basic {token}"),
            &format!("Token {token}"),
            &format!("Bearer {token} x"),
        ] {
            nobody.get("/v1/me").header("authorization", value).await.refused(401, "not_signed_in");
        }
        nobody.get("/v1/me").header("cookie", format!("access_token={token}")).await.refused(401, "not_signed_in");
        nobody.get(format!("/v1/tickets?access_token={token}")).await.refused(401, "not_signed_in");
        nobody.get("/v1/me").header("authorization", format!("bearer {token}")).await.expect(200);
    });
}
