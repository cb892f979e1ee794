/** {@code ./bench cloud}: how fast and how large the local cloud is, and how it compares with moto_server. */
package dev.ballast.bench.cloud;
