/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures that satisfy the ECDSA equation under keys that must not be taken. OFF_CURVE: the key
 * is a point of order two, (x, 0), of the curve with the same a and another b, and u2 is even.
 * SMALL: a key whose x is so small that x + p fits the field's width; the private key is unknown,
 * the digest was chosen to fit the signature.
 */
static const char P256_OFF_CURVE_X[] =
    "0000000000000000000000000000000000000000000000000000000000000007";
static const char P256_OFF_CURVE_DIGEST[] =
    "4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a";
static const char P256_OFF_CURVE_SIG[] =
    "478828da474df750ba0029b2f276ff05b2a15523c59f16db9cafe2cb7b4098687da9ea9300fdd217"
    "1f38444fefbbda1c1558f983aa91fb67351ad717a7cd44b4";
static const char P256_SMALL_X[] =
    "0000000000000000000000000000000000000000000000000000000000000005";
static const char P256_SMALL_X_PLUS_P[] =
    "ffffffff00000001000000000000000000000001000000000000000000000004";
static const char P256_SMALL_Y[] =
    "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc";
static const char P256_SMALL_DIGEST[] =
    "831b485f3b4bd7878f03a479567800defd986dcfa0f3ea2d06523166fdce1a24";
static const char P256_SMALL_SIG[] =
    "063690bf7697af0e1e0748f2acf001be3e49e0f19ad035d518ea980aff390ef7026c17cc7642a918"
    "1852b9a37aa9b30a1b466be39082da013cba15af96338a62";
static const char P384_OFF_CURVE_X[] =
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000007";
static const char P384_OFF_CURVE_DIGEST[] =
    "47f05d367b0c32e438fb63e6cf4a5f35c2aa2f90dc7543f8a41a0f95ce8a40a313ab5cf36134a206"
    "8c4c969cb50db776";
static const char P384_OFF_CURVE_SIG[] =
    "30317cb4a11a3a3db097f500ce421265798bd6d8378d860e18edb54fb723a4ff969b5194692eb79c"
    "7c092e65378c1e127754283b286b8c0f919e32c8fdc1be1304694cc7f29515dbc7305c6b912cf362"
    "1a2deed1336e0b45b20e0e4e4d369eb5";
static const char P384_SMALL_X[] =
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000002";
static const char P384_SMALL_X_PLUS_P[] =
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff00000000"
    "0000000100000001";
static const char P384_SMALL_Y[] =
    "8cdeadbbd04911a3c1931e26df3fa6439dca9c7eb286fbd46fc319f0e2bb780232baf57825fc0c19"
    "12ada2fefe84024c";
static const char P384_SMALL_DIGEST[] =
    "58dfca05c3189fb0a82efb8fc2a0fcb805353c29099f381f494cdaebbdf1784c0e6be5bc531730a7"
    "94962ad49a95fe1f";
static const char P384_SMALL_SIG[] =
    "b1bf940b86313f61505df71f8541f9700a6a7852133e703e9299b5d77be2f0981cd7cb78a62e614f"
    "292c55a9352bfc3ea8fae6d5d6781293dc3494287413f616bf417cf18531742ee378a8288edcbb0f"
    "9f109855ff2efbca7495741eca85e70a";
